export { bodyDigest, bodyLines } from './lines.ts';
export { readPlanFile } from './read.ts';
export { planLines, writePlanFile } from './write.ts';
