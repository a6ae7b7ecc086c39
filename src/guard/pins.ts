import type { Finding } from '../model/plan.ts';
import type { FollowedPin } from '../model/pin.ts';
import { finding } from './input.ts';
import type { Analyzer, PlanGuardInput } from './input.ts';

/** Names of rules and filters whose objects have other names now, or are gone. */
export const strayedPins: Analyzer<PlanGuardInput> = ({ pins }) => pins.flatMap((pin) => findingOf(pin) ?? []);

function findingOf({ pin, use, now, moved }: FollowedPin): Finding | undefined {
  const named = `${pin.dn} in ${pin.connector}`;
  if (now !== undefined) {
    return moved
      ? found('SAFE020', `${named} is now ${now}; it was followed by its objectGUID ${pin.anchor}.`)
      : undefined;
  }
  const gone = `${named} was ${pin.anchor}, which no ${pin.of} is any more`;
  switch (use) {
    case 'include':
      return found('SAFE021', `${gone}: whoever was in it would leave.`);
    case 'exclude':
      return found('SAFE022', `${gone}: its former place stays excluded.`);
    case 'group':
      return found('SAFE022', `${gone}: whom it is asked about is held.`);
  }
}

function found(code: 'SAFE020' | 'SAFE021' | 'SAFE022', detail: string): Finding {
  return finding(code, { detail, policyKey: '', operations: [] });
}
