import type { Hazard } from '../../src/model/hazard.ts';

/** A small world in plain words: names of people begin with p, of groups with g. */
export interface Scene {
  readonly people: readonly string[];
  readonly groups: readonly string[];
  /** `member>group`, of groups with assigned members. */
  readonly memberships: readonly string[];
  /** Department that puts people into the group, of dynamic groups. */
  readonly dynamic: Readonly<Record<string, string>>;
  readonly departments: Readonly<Record<string, string>>;
  readonly grants: Readonly<
    Record<string, { readonly role: boolean; readonly application: boolean; readonly licence: boolean }>
  >;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'add' | 'remove'; readonly member: string; readonly group: string }
  | { readonly kind: 'move'; readonly person: string; readonly department: string }
  | { readonly kind: 'deleteGroup'; readonly group: string }
  | { readonly kind: 'disable'; readonly person: string };

/** An edge that goes or comes, and the step that does it. */
interface Turn {
  readonly step: number;
  readonly member: string;
  readonly group: string;
}

/**
 * What the plan does, by recomputing everything from nothing: `step hazard people`, where people are told for those
 * behind groups. Slow on purpose.
 */
export function expectedHazards(scene: Scene): readonly string[] {
  const after = applied(scene);
  const was = { edges: edgesOf(scene), groups: new Set(scene.groups) };
  const is = { edges: edgesOf(after), groups: new Set(after.groups) };
  const disabled = new Set(scene.steps.flatMap((step) => (step.kind === 'disable' ? [step.person] : [])));
  const gone = turnsOf(scene, was.edges, is.edges);
  const come = turnsOf(scene, is.edges, was.edges);
  const told = new Map<string, { single: boolean; people: Set<string> }>();
  const tell = (step: number, hazard: Hazard, member: string, people: readonly string[]) => {
    if (people.length === 0) return;
    const key = `${step} ${hazard}`;
    const one = told.get(key) ?? { single: true, people: new Set() };
    told.set(key, one);
    if (member.startsWith('g')) {
      one.single = false;
      for (const person of people) one.people.add(person);
    }
  };
  for (const group of scene.groups) {
    for (const direction of ['loss', 'gain'] as const) {
      const [from, to] = direction === 'loss' ? [was, is] : [is, was];
      for (const turn of direction === 'loss' ? gone : come) {
        const found = effectsOf({ scene, group, direction, turn, from, to, disabled });
        for (const [hazard, people] of found) tell(turn.step, hazard, turn.member, people);
      }
    }
  }
  return [...told].map(([key, { single, people }]) => (single ? key : `${key} ${people.size}`)).sort();
}

interface State {
  readonly edges: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

interface Asked {
  readonly scene: Scene;
  readonly group: string;
  readonly direction: 'loss' | 'gain';
  readonly turn: Turn;
  readonly from: State;
  readonly to: State;
  readonly disabled: ReadonlySet<string>;
}

/** Whom one edge befalls through one group that grants something. */
function effectsOf({ scene, group, direction, turn, from, to, disabled }: Asked): readonly [Hazard, string[]][] {
  const { role = false, application = false, licence = false } = scene.grants[group] ?? {};
  const { member, group: within } = turn;
  const isLoss = direction === 'loss';
  const access = isLoss ? 'LOSES_ACCESS' : 'GRANTS_ACCESS';
  const inFrom = (node: string, outer: string) => contains(from.edges, outer, node) || node === outer;
  const isToldElsewhere = (person: string) => isLoss && disabled.has(person);
  const below = scene.people.filter((person) => inFrom(person, member) && !isToldElsewhere(person));
  const found: [Hazard, string[]][] = [];
  if (within === group) {
    const direct = below.filter((one) => (member === within ? from.edges.has(`${one}>${group}`) : one === member));
    if (application) found.push([access, direct]);
    if (licence) found.push([isLoss ? 'LOSES_LICENCE' : 'GRANTS_ACCESS', direct]);
  }
  if (!inFrom(within, group) || !from.groups.has(group)) return found;
  const turned = below.filter((one) => contains(from.edges, group, one) && !contains(to.edges, group, one));
  if (role) found.push([isLoss ? 'LOSES_PRIVILEGE' : 'GRANTS_PRIVILEGE', turned]);
  const isDirect = within === group && member.startsWith('p');
  if (application && !isDirect) found.push([access, turned]);
  return found;
}

function applied(scene: Scene): Scene {
  let { memberships, departments, groups } = scene;
  for (const step of scene.steps) {
    if (step.kind === 'add') memberships = [...memberships, `${step.member}>${step.group}`];
    if (step.kind === 'remove') memberships = memberships.filter((one) => one !== `${step.member}>${step.group}`);
    if (step.kind === 'move') departments = { ...departments, [step.person]: step.department };
    if (step.kind === 'deleteGroup') {
      groups = groups.filter((one) => one !== step.group);
      memberships = memberships.filter((one) => !one.split('>').includes(step.group));
    }
  }
  return { ...scene, memberships, departments, groups };
}

/** Direct memberships, those by rules included. */
export function edgesOf({ people, groups, memberships, dynamic, departments }: Scene): ReadonlySet<string> {
  const ruled = groups.flatMap((group) =>
    people.filter((person) => dynamic[group] === departments[person]).map((person) => `${person}>${group}`),
  );
  return new Set([...memberships, ...ruled]);
}

/** Is it in the group, through whatever? By asking again until nothing new comes. */
function contains(edges: ReadonlySet<string>, group: string, node: string): boolean {
  const inside = new Set<string>();
  for (let size = -1; size < inside.size;) {
    size = inside.size;
    for (const edge of edges) {
      const [member = '', outer = ''] = edge.split('>');
      if (outer === group || inside.has(outer)) inside.add(member);
    }
  }
  return inside.has(node);
}

/** Edges of the first that the second lacks. A deleted group is one turn: a group that leaves itself. */
function turnsOf(scene: Scene, from: ReadonlySet<string>, to: ReadonlySet<string>): readonly Turn[] {
  const deleted = new Set(scene.steps.flatMap((step) => (step.kind === 'deleteGroup' ? [step.group] : [])));
  const turns: Turn[] = [];
  for (const edge of from) {
    const [member = '', group = ''] = edge.split('>');
    if (to.has(edge) || deleted.has(member) || deleted.has(group)) continue;
    const step = scene.steps.findIndex(
      (one) =>
        ((one.kind === 'add' || one.kind === 'remove') && one.member === member && one.group === group) ||
        (one.kind === 'move' && one.person === member && scene.dynamic[group] !== undefined),
    );
    turns.push({ step, member, group });
  }
  // What is deleted was there before: only the first direction has it.
  for (const group of deleted) {
    const step = scene.steps.findIndex((one) => one.kind === 'deleteGroup' && one.group === group);
    turns.push({ step, member: group, group });
  }
  return turns;
}
