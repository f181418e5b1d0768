const NOTES_HZ = [587, 880];
const NOTE_S = 0.28;
const LOUDNESS = 0.2;

/** Two short notes; silence where the browser lets no page sound that nobody touched. */
export function chime(): void {
  try {
    const context = new AudioContext();
    for (const [index, hz] of NOTES_HZ.entries()) {
      const startS = context.currentTime + index * NOTE_S;
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(LOUDNESS, startS);
      volume.gain.exponentialRampToValueAtTime(0.001, startS + NOTE_S);
      const note = new OscillatorNode(context, { frequency: hz });
      note.connect(volume).connect(context.destination);
      note.start(startS);
      note.stop(startS + NOTE_S);
      note.onended = index === NOTES_HZ.length - 1 ? () => void context.close() : null;
    }
  } catch {
    // A wall without sound shows the same.
  }
}
