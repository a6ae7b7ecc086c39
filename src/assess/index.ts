export { assess } from './assess.ts';
export { featureTable } from './feature-table.ts';
