import { Buffer } from 'node:buffer';
import { guidToBytes } from '../../kernel/guid.ts';
import { sidToBytes } from '../../kernel/sid.ts';
import type { AttributeSchema } from '../../model/schema.ts';
import type { Scalar, Value } from '../../model/value.ts';
import type { Report } from '../problems.ts';
import type { ScalarNode, YamlNode } from '../tree.ts';
import { typedValue } from '../typed-value.ts';

/** The DN that a reference means: written out, or that of an object of the case. Reports what is neither. */
export type ReferenceTo = (node: ScalarNode) => string | undefined;

/**
 * A value as it stands in a rule test, of the type of its attribute. `null` is no value, and so is what has been
 * reported: a test with a mistake is not run.
 */
export function testValue(
  node: YamlNode,
  schema: AttributeSchema,
  referenceTo: ReferenceTo,
  report: Report,
): Value | undefined {
  if (node.kind === 'map') return undefined;
  if (node.kind === 'scalar') {
    if (node.value === null) return undefined;
    const value = scalarOf(node, schema, referenceTo, report);
    return value === undefined || !schema.multiValued ? value : [value];
  }
  if (!schema.multiValued) {
    report('CFG042', node.range, 'The attribute holds one value.');
    return undefined;
  }
  const values = node.items.flatMap((item) =>
    item.kind === 'scalar' ? (scalarOf(item, schema, referenceTo, report) ?? []) : [],
  );
  return values.length === 0 ? undefined : values;
}

function scalarOf(
  node: ScalarNode,
  schema: AttributeSchema,
  referenceTo: ReferenceTo,
  report: Report,
): Scalar | undefined {
  if (schema.syntax === 'binary') return bytesOf(node, report);
  if (schema.syntax === 'reference') {
    const dn = referenceTo(node);
    return dn === undefined ? undefined : { dn };
  }
  if (node.text === '') {
    report('CFG042', node.range, 'A directory holds no empty text.', 'Write null where there is no value.');
    return undefined;
  }
  return typedValue(node, schema, report);
}

const HEX = /^0x(?:[0-9a-f]{2})+$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes as people have them at hand: a GUID, a security identifier, `0x…`, or Base64. */
function bytesOf(node: ScalarNode, report: Report): Uint8Array | undefined {
  const text = node.text.trim();
  const bytes = guidToBytes(text) ?? sidToBytes(text) ?? hexOf(text) ?? base64Of(text);
  if (bytes !== undefined && bytes.length > 0) return Uint8Array.from(bytes);
  report(
    'CFG042',
    node.range,
    'The attribute holds bytes.',
    'Write a GUID, S-1-…, 0x with two digits a byte, or Base64.',
  );
  return undefined;
}

function hexOf(text: string): Uint8Array | undefined {
  return HEX.test(text) ? Buffer.from(text.slice(2), 'hex') : undefined;
}

function base64Of(text: string): Uint8Array | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}
