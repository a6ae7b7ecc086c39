export { entraSchema } from './capabilities.ts';
export { valueProblem } from './value-problem.ts';
export { entraConnector } from './connector.ts';
