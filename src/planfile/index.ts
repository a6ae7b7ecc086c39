export { bodyDigest, bodyLines } from './lines.ts';
export { isPlanFile, readPlanFile } from './read.ts';
export { planLines, writePlanFile } from './write.ts';
