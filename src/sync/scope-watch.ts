import { lineOf } from '../kernel/position.ts';
import type { ClauseCoverage, ScopeCoverage } from '../model/coverage.ts';
import type { Scope, ScopeClause } from '../model/rule-set.ts';
import type { AttributeReader } from '../model/value.ts';
import { compileScope, GroupOutOfSight, scopeOfConnector } from './scope.ts';
import type { MemberTest, ScopeTest } from './scope.ts';

interface WatchedClause {
  readonly clause: ScopeClause;
  holds: number;
  fails: number;
  accepts: number;
  refuses: number;
}

/** A scope as it is asked about objects of one connector. */
interface Prepared {
  readonly whole: ScopeTest;
  readonly clauses: readonly (readonly ScopeTest[])[];
}

/** Counts what a scope says of objects, clause by clause: all of them are asked, where the engine stops at the first. */
export class ScopeWatch {
  readonly #scope: Scope;
  readonly #groups: readonly (readonly WatchedClause[])[];
  readonly #prepared = new Map<string, Prepared>();
  #asked = 0;
  #accepted = 0;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#groups = scope.map((clauses) =>
      clauses.map((clause) => ({ clause, holds: 0, fails: 0, accepts: 0, refuses: 0 })),
    );
  }

  /** Asks about an object of a connector. */
  ask(connector: string, attributes: AttributeReader, memberOf: MemberTest): void {
    const { whole, clauses } = this.#preparedFor(connector);
    this.#asked++;
    this.#groups.forEach((group, index) => {
      askGroup(
        group,
        (clauses[index] ?? []).map((test) => told(test, attributes, memberOf)),
      );
    });
    if (told(whole, attributes, memberOf) === true) this.#accepted++;
  }

  report(): ScopeCoverage {
    return {
      asked: this.#asked,
      accepted: this.#accepted,
      scope: this.#groups.map((group) => group.map(coverageOf)),
    };
  }

  #preparedFor(connector: string): Prepared {
    let prepared = this.#prepared.get(connector);
    if (prepared === undefined) {
      const scope = scopeOfConnector(this.#scope, connector);
      const clauses = scope.map((group) => group.map((clause) => compileScope([[clause]])));
      prepared = { whole: compileScope(scope), clauses };
      this.#prepared.set(connector, prepared);
    }
    return prepared;
  }
}

/** A clause decides when its group holds, or when it alone keeps it from holding. */
function askGroup(group: readonly WatchedClause[], verdicts: readonly (boolean | undefined)[]): void {
  const open = verdicts.filter((holds) => holds !== true).length;
  group.forEach((one, index) => {
    const holds = verdicts[index];
    if (holds === true) one.holds++;
    if (holds === false) one.fails++;
    if (open === 0) one.accepts++;
    if (open === 1 && holds === false) one.refuses++;
  });
}

function told(test: ScopeTest, attributes: AttributeReader, memberOf: MemberTest): boolean | undefined {
  try {
    return test(attributes, memberOf);
  } catch (error) {
    if (error instanceof GroupOutOfSight) return undefined;
    throw error;
  }
}

function coverageOf({ clause, holds, fails, accepts, refuses }: WatchedClause): ClauseCoverage {
  const { attribute, operator, comparands, source } = clause;
  return { attribute, operator, comparands, at: lineOf(source), holds, fails, accepts, refuses };
}
