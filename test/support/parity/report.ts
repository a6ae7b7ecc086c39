/** What `lockstep parity --format json` says, as far as the test reads it. */
export interface Report {
  readonly format: string;
  readonly verdict: {
    readonly identities: number;
    readonly pairs: Readonly<Record<string, number>>;
    readonly pairedBy: Readonly<Record<string, number>>;
    readonly attributes: number;
    readonly memberships: number;
    readonly unexplained: number;
    readonly explained: number;
  };
  readonly groups: readonly {
    readonly class: string;
    readonly explained: boolean;
    readonly differences: readonly Difference[];
  }[];
  readonly unpaired: readonly {
    readonly side: string;
    readonly reason: string;
    readonly detail?: string;
    readonly explained: boolean;
    readonly objects: readonly { readonly identity: Identity }[];
  }[];
}

interface Identity {
  readonly type: string;
  readonly name: string;
  readonly dn?: string;
}

interface Difference {
  readonly identity: Identity;
  readonly attribute: string;
  readonly tenant: unknown;
  readonly rules: unknown;
}

/** The findings of a report, one line each: class, identity, attribute, what the tenant has and what the rules give. */
export function lines(report: Report): {
  readonly explained: readonly string[];
  readonly unexplained: readonly string[];
} {
  const told: { explained: boolean; line: string }[] = [];
  for (const { class: kind, explained, differences } of report.groups) {
    for (const { identity, attribute, tenant, rules } of differences) {
      const values = [tenant, rules].map((value) => JSON.stringify(value)).join(' / ');
      told.push({ explained, line: `${kind}: ${nameOf(identity)} ${attribute}: ${values}` });
    }
  }
  for (const { side, reason, explained, objects } of report.unpaired) {
    for (const { identity } of objects) told.push({ explained, line: `${side}, ${reason}: ${nameOf(identity)}` });
  }
  const of = (which: boolean): readonly string[] =>
    told
      .filter(({ explained }) => explained === which)
      .map(({ line }) => line)
      .toSorted();
  return { explained: of(true), unexplained: of(false) };
}

function nameOf({ type, name, dn }: Identity): string {
  const commonName = /^CN=((?:[^,\\]|\\.)*),/.exec(dn ?? '')?.[1]?.replaceAll(/\\(.)/g, '$1');
  return `${type} ${commonName ?? name}`;
}
