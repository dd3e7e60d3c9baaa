// An attachment as the desk keeps it: a message with its name and size, without the bytes.
import type { ClientFrame } from '../../protocol/frames.ts';

const NAME_MOST = 200;

/** The text that stands for an attachment in transcripts and on screens. */
const attachmentText = (name: string, bytes: number): string => `[${name.slice(0, NAME_MOST)}, ${bytes} bytes]`;

/**
 * A frame as the desk takes it: an attachment counts as a message of its sender in every respect.
 */
export function asSaid(frame: ClientFrame): ClientFrame {
  if (frame.f !== 'attach') return frame;
  const { id, name, bytes, session } = frame;
  return { f: 'msg', id, text: attachmentText(name, bytes), ...(session !== undefined && { session }) };
}
