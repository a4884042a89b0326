/** A file as a string, taken into the bundle by scripts/build.mjs and read by vitest in the same way. */
declare module "*?raw" {
  const text: string;
  export default text;
}
