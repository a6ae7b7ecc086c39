import { createHash } from 'node:crypto';
import type { EvaluationPorts } from '../sync/index.ts';

/**
 * Bytes for Guid() and RandomNum() that follow from the workspace and the object alone: equal inputs must give an equal
 * plan, and two objects must not get the same number. They are guessable; no secret may be made of them.
 */
export function seededRandom(workspace: string): EvaluationPorts['random'] {
  return (key) => {
    let block = 0;
    return (length) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += 32) {
        const digest = createHash('sha256').update(`${workspace}\n${key}\n${block++}`).digest();
        bytes.set(digest.subarray(0, Math.min(32, length - at)), at);
      }
      return bytes;
    };
  };
}
