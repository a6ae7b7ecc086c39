export { attributeSchema, entraSchema, extensionAttribute, isExtensionName } from './capabilities.ts';
export { valueProblem } from './value-problem.ts';
export { entraConnector } from './connector.ts';
export type { EntraOptions } from './connector.ts';
