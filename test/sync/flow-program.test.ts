import { describe, expect, test } from 'vitest';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { CompiledExpression, Flow, FlowResult, MergeType, Rule } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { FlowFailure, flowProgram, runProgram } from '../../src/sync/flow.ts';
import type { FlowInput } from '../../src/sync/flow.ts';

const source = { source: { path: 'rules.yaml', text: 'flows:\n  a: b\n' }, start: 9, end: 10 };

let count = 0;

function flow(evaluate: CompiledExpression, merge: MergeType = 'update', reads: readonly string[] = []): Flow {
  const trace = (): never => {
    throw new Error('not asked for');
  };
  const from = { kind: 'expression' as const, text: '', attributes: reads, alwaysGives: false, evaluate, trace };
  return { number: count++, target: 'a', from, applyOnce: false, merge, source };
}

function gives(result: FlowResult, merge: MergeType = 'update'): Flow {
  return flow(() => result, merge);
}

const value = (given: Value): FlowResult => ({ kind: 'value', value: given });

function rule(precedence: number, flows: readonly Flow[]): Rule {
  return {
    id: `rule-${precedence}`,
    direction: 'inbound',
    connectors: ['corp'],
    sourceType: 'user',
    targetType: 'person',
    link: 'join',
    precedence,
    scope: [],
    join: [],
    flows,
    source,
  };
}

const input: FlowInput = {
  attributes: new Map(),
  parameters: new Map(),
  asOf: 0,
  random: (length) => new Uint8Array(length),
};

/** Each flow in a rule of its own, by precedence; each rule reads an input of its own. */
function run(flows: readonly Flow[], inputs: readonly FlowInput[] = flows.map(() => input)) {
  const program = flowProgram(flows.map((one, index) => ({ rule: rule(index, [one]), input: index })));
  return runProgram(program, inputs);
}

describe('a merge', () => {
  const first = { dn: 'CN=Ada,DC=x' };
  const bytes = Uint8Array.of(1, 2);

  test.each<[string, MergeType, readonly FlowResult[], Value | undefined]>([
    ['texts, each once', 'merge', [value(['a', 'b']), value(['b', 'A'])], ['a', 'b', 'A']],
    ['texts, without regard to case', 'mergeIgnoreCase', [value(['a', 'b']), value(['B', 'A', 'c'])], ['a', 'b', 'c']],
    [
      'bytes by what they are',
      'merge',
      [value(bytes), value([Uint8Array.of(1, 2), Uint8Array.of(1, 3)])],
      [bytes, Uint8Array.of(1, 3)],
    ],
    [
      'bytes that look alike as text',
      'merge',
      [value(Uint8Array.of(1, 12)), value(Uint8Array.of(11, 2))],
      [Uint8Array.of(1, 12), Uint8Array.of(11, 2)],
    ],
    [
      'references by whom they mean',
      'merge',
      [value(first), value([{ dn: 'cn=ADA, dc=x' }, { dn: 'CN=Bob,DC=x' }])],
      [first, { dn: 'CN=Bob,DC=x' }],
    ],
    ['a number and the text of it are two', 'merge', [value(1), value('1')], [1, '1']],
    ['nothing from a flow without a value', 'merge', [{ kind: 'null' }, value('a'), { kind: 'ignore' }], ['a']],
    ['nothing after AuthoritativeNull', 'merge', [value('a'), { kind: 'clear' }, value('b')], ['a']],
    ['nothing at all', 'merge', [{ kind: 'null' }, { kind: 'ignore' }], undefined],
  ])('takes %s', (_what, merge, results, expected) => {
    const made = run(results.map((result) => gives(result, merge)));
    expect(made.has('a')).toBe(true);
    expect(made.value('a')).toEqual(expected);
  });

  test('of flows that all say IgnoreThisFlow is left alone', () => {
    expect(run([gives({ kind: 'ignore' }, 'merge'), gives({ kind: 'ignore' }, 'merge')]).isLeftAlone('a')).toBe(true);
  });

  test('is the doing of the first flow that had something to say', () => {
    const silent = gives({ kind: 'null' }, 'merge');
    const speaking = gives(value('a'), 'merge');
    const clearing = gives({ kind: 'clear' }, 'merge');
    const by = (...flows: readonly Flow[]): number | undefined => run(flows).get('a')?.flow;
    expect(by(silent, speaking, clearing)).toBe(speaking.number);
    expect(by(silent, clearing, speaking)).toBe(clearing.number);
    expect(by(gives({ kind: 'ignore' }, 'merge'), silent, gives({ kind: 'null' }, 'merge'))).toBe(silent.number);
  });

  test('knows the input that each value comes from', () => {
    expect(run([gives(value(['a', 'b']), 'merge'), gives(value(['b', 'c']), 'merge')]).inputsOf('a')).toEqual([
      0, 0, 1,
    ]);
  });
});

describe('a flow that reads what is left alone', () => {
  const leaving: FlowInput = { ...input, isLeftAlone: (name) => name === 'alone' };
  const outcome = (result: FlowResult, ...reads: readonly string[]) => {
    const made = run([flow(() => result, 'update', reads)], [leaving]);
    return made.isLeftAlone('a') ? 'left alone' : made.value('a');
  };

  test('clears nothing, even if it reads others, too', () => {
    expect(outcome({ kind: 'null' }, 'alone')).toBe('left alone');
    expect(outcome({ kind: 'null' }, 'other', 'alone')).toBe('left alone');
    expect(outcome({ kind: 'null' }, 'other')).toBeUndefined();
  });

  test('gives the value that it comes to', () => {
    expect(outcome(value('x'), 'alone')).toBe('x');
  });
});

describe('precedence', () => {
  test('the first value wins, and those after it lost; a flow that says nothing loses to nobody', () => {
    const flows = [gives({ kind: 'null' }), gives(value('x')), gives(value('y')), gives({ kind: 'null' })];
    expect(run(flows).get('a')).toEqual({
      value: 'x',
      flow: flows[1]!.number,
      losers: [flows[2]!.number, flows[3]!.number],
    });
    const silent = [gives({ kind: 'ignore' }), gives({ kind: 'null' }), gives({ kind: 'null' })];
    expect(run(silent).get('a')).toEqual({ value: undefined, flow: silent[1]!.number, losers: [] });
  });

  test('who wins says which input the value comes from', () => {
    expect(run([gives({ kind: 'null' }), gives(value('x'))]).inputsOf('a')).toEqual([1]);
  });
});

describe('a flow that fails', () => {
  const failing = flow(() => {
    throw new EvaluationError('no', 0, 1);
  });

  test('fails the object, and says where', () => {
    expect(() => run([failing])).toThrow(new FlowFailure(rule(0, []), failing, new EvaluationError('no', 0, 1)));
    try {
      run([failing]);
    } catch (error) {
      expect(error instanceof FlowFailure && [error.message, error.at]).toEqual(['a: no', 'rule-0 (rules.yaml:2)']);
    }
  });

  test('is left out where the rest is asked for', () => {
    const other = { ...gives(value('x')), target: 'b' };
    const program = flowProgram([{ rule: rule(0, [failing, other]), input: 0 }]);
    const made = runProgram(program, [input], 'leaveOut');
    expect([made.has('a'), made.value('b')]).toEqual([false, 'x']);
  });

  test('by a fault of ours is no failure of the object', () => {
    const broken = flow(() => {
      throw new TypeError('broken');
    });
    expect(() => run([broken])).toThrow(TypeError);
    const program = flowProgram([{ rule: rule(0, [broken]), input: 0 }]);
    expect(() => runProgram(program, [input], 'leaveOut')).toThrow(TypeError);
  });
});
