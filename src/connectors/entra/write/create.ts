import type { Json } from '../../../kernel/canonical-json.ts';
import { assertNever } from '../../../kernel/invariant.ts';
import type { CreateObject } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import type { JsonObject } from '../client.ts';
import { isConflict, isMissing } from '../conditions.ts';
import { GraphError } from '../errors.ts';
import { collectionPath, keyPath } from '../paths.ts';
import { bodyOfCreate } from './body.ts';
import { newPassword } from './password.ts';
import { outcomeOf, seen, settling } from './writer.ts';
import type { Writer } from './writer.ts';

/** Creates an object with everything that can go into one request; the mark is part of it from its first moment. */
export async function createObject(writer: Writer, operation: CreateObject): Promise<Outcome> {
  const { type } = operation.object;
  const body = type === 'user' ? userBody(writer, operation) : groupBody(writer, operation);
  try {
    const made = await settling(writer, false, () => writer.graph.post(collectionPath(type), body, writer.signal));
    return withId(made) ?? (await lookUp(writer, operation, keyOf(operation, body)));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (error.ambiguous) return lookUp(writer, operation, keyOf(operation, body), error);
    if (isConflict(error)) return holder(writer, operation, keyOf(operation, body), error);
    return outcomeOf(error);
  }
}

/** The key that no two objects share when they are written: whoever holds it is what the POST made, or in its way. */
function keyOf(operation: CreateObject, body: JsonObject): string {
  const { type } = operation.object;
  switch (type) {
    case 'user':
      return textOf(body['userPrincipalName']) ?? operation.object.name;
    case 'group':
      return operation.anchor;
    default:
      return assertNever(type);
  }
}

function userBody(writer: Writer, operation: CreateObject): JsonObject {
  const given = bodyOfCreate(writer.schema, 'user', operation.changes);
  const name = textOf(given['userPrincipalName']) ?? operation.object.name;
  return {
    // What Graph asks of every new user, where no rule says it.
    accountEnabled: true,
    displayName: operation.object.name,
    mailNickname: aliasOf(name.split('@')[0] ?? name),
    userPrincipalName: name,
    ...given,
    onPremisesImmutableId: operation.anchor,
    [writer.markName]: operation.mark,
    passwordProfile: {
      password: newPassword(writer.random),
      // Nobody knows this password, so nobody could change it at a next sign-in: the demand would only stand in the
      // way of federated sign-in, self-service reset and password hash synchronization.
      forceChangePasswordNextSignIn: false,
    },
  };
}

function groupBody(writer: Writer, operation: CreateObject): JsonObject {
  return {
    displayName: operation.object.name,
    mailNickname: aliasOf(operation.anchor),
    ...bodyOfCreate(writer.schema, 'group', operation.changes),
    mailEnabled: false,
    securityEnabled: true,
    uniqueName: operation.anchor,
    [writer.markName]: operation.mark,
  };
}

/** A text in the characters and the length of a mailNickname. */
function aliasOf(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '').slice(0, 64) || 'object';
}

function withId(made: JsonObject): Outcome | undefined {
  const id = textOf(made['id']);
  return id === undefined ? undefined : { status: 'done', id };
}

/** After an answer that leaves it open: the object is looked for by its key, and the POST is not repeated. */
async function lookUp(writer: Writer, operation: CreateObject, key: string, error?: GraphError): Promise<Outcome> {
  const found = await seenUnlessInterrupted(writer, () => byKey(writer, operation, key));
  const why = error === undefined ? 'the answer held no id' : `${error.code}: ${error.message}`;
  const requestId = error?.requestId === undefined ? {} : { requestId: error.requestId };
  if (found === undefined) return { status: 'unknown', message: `${why}; ${key} is not seen yet`, ...requestId };
  if (found.mark === operation.mark) return { status: 'done', id: found.id };
  return { status: 'failed', code: 'NameTaken', message: `${key} belongs to another object`, ...requestId };
}

async function seenUnlessInterrupted<T>(writer: Writer, look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await seen(writer, look);
  } catch (error) {
    if (writer.signal.aborted) return undefined;
    throw error;
  }
}

/** The name is taken: by our own object when the POST was done although it was answered with 429, else by another. */
async function holder(writer: Writer, operation: CreateObject, key: string, error: GraphError): Promise<Outcome> {
  const found = await byKey(writer, operation, key);
  return found?.mark === operation.mark ? { status: 'done', id: found.id } : outcomeOf(error);
}

interface Holder {
  readonly id: string;
  readonly mark: Json | undefined;
}

/** Who holds the key; undefined as long as it is not seen, or cannot be asked for. */
async function byKey(writer: Writer, operation: CreateObject, key: string): Promise<Holder | undefined> {
  const path = `${keyPath(operation.object.type, key)}?$select=id,${writer.markName}`;
  try {
    const found = await writer.graph.get(path, writer.signal);
    const id = textOf(found['id']);
    return id === undefined ? undefined : { id, mark: found[writer.markName] };
  } catch (error) {
    if (error instanceof GraphError && (isMissing(error) || error.retryable || error.status === 0)) return undefined;
    throw error;
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
