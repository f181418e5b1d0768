// Preloaded into a server process by a test: its calendar clock is off by SHIFT_CLOCK_MS milliseconds. Plain
// JavaScript, since it runs before anything that could translate it.
const shiftMs = Number(process.env.SHIFT_CLOCK_MS);
const TrueDate = Date;

globalThis.Date = class ShiftedDate extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(TrueDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return TrueDate.now() + shiftMs;
  }
};
