/** CALL_ID of a call; activities point to it with `VI_` in front. */
export function callIdOf(id: number): string {
  return `call.${id}`;
}
