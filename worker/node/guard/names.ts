// Names in guarded code; unlikely in any author's.

export const guardName = '__holdfast_guard';
/** A heavy loop's counter: this and the number of mined loops around it; as it is, that of checks in bodies. */
export const counterName = '__holdfast_count';
export const lightCounterName = '__holdfast_light';
