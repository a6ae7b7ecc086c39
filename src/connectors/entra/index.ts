export { attributeSchema, entraSchema, extensionAttribute, isExtensionName } from './capabilities.ts';
export { valueProblem } from './value-problem.ts';
