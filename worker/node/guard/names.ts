// Names in guarded code; unlikely in any author's.

export const guardName = '__holdfast_guard';
/**
 * Counts the iterations of a chunk, or tells where it ends by a variable that counts them anyway; of loops within loops the
 * inner one's hides the outer one's.
 */
export const counterName = '__holdfast_count';
/** Counts for all the checks in bodies of one function. */
export const checkName = '__holdfast_checks';
/** Of a loop that a `break` must leave whole; with the number of loops around it, since labels must not hide each other. */
export const labelName = '__holdfast_loop';
