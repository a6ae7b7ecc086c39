import { GraphError } from '../errors.ts';
import { directoryObjectPath, objectPath } from '../paths.ts';
import type { Clock } from '../../../kernel/ports.ts';
import type { GraphClient } from '../client.ts';

/** Members that one PATCH of a group may add, for the price of one write (learn.microsoft.com: "Add members"). */
const PACK = 20;
/** Milliseconds to wait for additions that are on their way: a fraction of what one write costs. */
const LINGER = 10;

/** What sending takes. */
export interface Sender {
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Sends additions to one group together when they come together. */
export interface MemberPacks {
  /** `single`: it came alone, or its pack was refused as a whole; it is to be sent by itself. */
  add(sender: Sender, group: string, member: string): Promise<'done' | 'single'>;
}

interface Waiting {
  readonly member: string;
  readonly resolve: (how: 'done' | 'single') => void;
  readonly reject: (error: unknown) => void;
}

/** One pack of a group is on its way at a time; what comes meanwhile makes the next one. */
export function newMemberPacks(): MemberPacks {
  const queues = new Map<string, Waiting[]>();

  async function drain(sender: Sender, group: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const linger = await sender.clock.sleep(LINGER, sender.signal).catch((error: unknown) => ({ error }));
      const pack = queue.splice(0, PACK);
      if (linger === undefined) await send(sender, group, pack);
      else for (const waiting of pack) waiting.reject(linger.error);
    }
    queues.delete(group);
  }

  return {
    add: (sender, group, member) => {
      const { promise, resolve, reject } = Promise.withResolvers<'done' | 'single'>();
      const queue = queues.get(group) ?? [];
      queue.push({ member, resolve, reject });
      if (!queues.has(group)) {
        queues.set(group, queue);
        void drain(sender, group, queue);
      }
      return promise;
    },
  };
}

/** One bad member refuses the whole pack, and then each is asked by itself. Never rejects. */
async function send(sender: Sender, group: string, pack: readonly Waiting[]): Promise<void> {
  const [first] = pack;
  if (first !== undefined && pack.length === 1) {
    first.resolve('single');
    return;
  }
  const members = pack.map(({ member }) => sender.graph.absolute(directoryObjectPath(member)));
  try {
    await sender.graph.patch(objectPath('group', group), { 'members@odata.bind': members }, sender.signal);
    for (const waiting of pack) waiting.resolve('done');
  } catch (error) {
    const refused = error instanceof GraphError && error.status >= 400 && error.status < 429;
    for (const waiting of pack) {
      if (refused) waiting.resolve('single');
      else waiting.reject(error);
    }
  }
}
