// A soft tone that fades; only for people who asked for it.
const HERTZ = 528;
const LOUDNESS = 0.08;
const SECONDS = 2.5;

let context;

export function ring() {
  context ??= new AudioContext();
  context.resume();
  const volume = new GainNode(context, { gain: LOUDNESS });
  const source = new OscillatorNode(context, { frequency: HERTZ });
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + SECONDS);
  source.connect(volume).connect(context.destination);
  source.start();
  source.stop(context.currentTime + SECONDS);
}
