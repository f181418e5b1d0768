/**
 * A picture and what was true as it was taken: at the click where it is there at once, else in the turn that brought it. What loads
 * meanwhile takes time, in which the reader may go on to another view.
 */
export function withFacts<Own, Facts>(
  sheet: () => Own | Promise<Own>,
  look: () => Facts,
): Promise<{ own: Own; told: Facts }> {
  const own = sheet();
  if (own instanceof Promise) return own.then((taken) => ({ own: taken, told: look() }));
  return Promise.resolve({ own, told: look() });
}
