/** @stdlib's deep paths run as ES imports but carry no types under that name; lib/stdlib.ts gives each one its type. */
declare module "@stdlib/*" {
  const value: unknown;
  export default value;
}
