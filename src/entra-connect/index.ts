export { convert, topologyText } from './convert/convert.ts';
export type { Conversion } from './convert/convert.ts';
export { readServerExport } from './read.ts';
