import type { GraphError } from './errors.ts';

/**
 * What a refusal means. Codes are coarse and texts are not a contract, so a condition is status, code and a few words
 * of the text; what fits none of them is an ordinary failure (learn.microsoft.com: "Microsoft Graph error responses").
 */

/** The object, or one that the request refers to, is not there: or not yet, just after it was made. */
export function isMissing(error: GraphError): boolean {
  return error.status === 404 || (error.status === 400 && /do(?:es)?(?: not|n't) exist/i.test(error.message));
}

/** A member that is added is one already. */
export function isAlreadyThere(error: GraphError): boolean {
  return error.status === 400 && /reference.*already exist/i.test(error.message);
}

/** A name or an anchor is taken by another object. */
export function isConflict(error: GraphError): boolean {
  if (error.status !== 400 && error.status !== 409) return false;
  return (
    error.details.some((detail) => detail.code === 'ObjectConflict') ||
    /another object with the same value|conflicting object/i.test(error.message)
  );
}

/** A property of that name is defined already. */
export function isDefinedAlready(error: GraphError): boolean {
  return (
    (error.status === 400 || error.status === 409) && /extension.*(?:already exists|same name)/i.test(error.message)
  );
}

/** A directory extension that was defined moments ago is not known everywhere yet. */
export function isExtensionUnknown(error: GraphError): boolean {
  return error.status === 400 && /extension propert(?:y|ies).*not available/i.test(error.message);
}
