import fc from 'fast-check';

// Properties run for every mutant: a few cases of each, always the same.
fc.configureGlobal({ numRuns: 20, seed: 1 });
