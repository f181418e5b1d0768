/** A text that a parameter cannot read; `parseView` turns it into a notice. */
export class UnreadableParameter extends Error {
  override readonly name = 'UnreadableParameter';
}
