export interface PlanView {
  readonly colour: boolean;
  /** Columns of the terminal; lines may be longer, columns are chosen to fit. */
  readonly width: number;
  /** Show this object alone (name, key or tenant id), with where each value comes from. */
  readonly object?: string;
  /** No list is cut. */
  readonly full?: boolean;
}

/** How much of each list is shown. */
export interface Bounds {
  readonly objects: number;
  readonly members: number;
  readonly heldPerReason: number;
}

export function boundsOf(view: PlanView): Bounds {
  return view.full === true
    ? { objects: Infinity, members: Infinity, heldPerReason: Infinity }
    : { objects: 200, members: 8, heldPerReason: 5 };
}
