// A chat client of protocol version 1: says hello as a visitor, sends one message, and shows what comes. Needs the package `ws` only.
//   node client.mjs ws://127.0.0.1:8080/ws v1 "Is this still in stock?"
import { WebSocket } from 'ws';

const [url, actor = 'v1', text = 'Hello!'] = process.argv.slice(2);
const socket = new WebSocket(url);
const send = (frame) => socket.send(JSON.stringify(frame));

const on = {
  welcome: () => send({ f: 'msg', id: `${actor}/0`, text }),
  ack: ({ id, session, seq }) => console.log(`stored: ${id} is number ${seq} of ${session}`),
  refuse: ({ id, why }) => console.log(`refused: ${id}, ${why}`),
  msg({ session, seq, from, text }) {
    console.log(`${from}: ${text}`);
    send({ f: 'seen', session, seq });
  },
  notice({ kind, session, reason }) {
    console.log(`${session}: ${kind}${reason ? ` (${reason})` : ''}`);
    if (kind === 'closed') socket.close(1000);
  },
  ask: ({ n }) => send({ f: 'alive', n }), // without it, the server takes the page for dead
  error: ({ why }) => console.log(`not understood: ${why}`),
};

socket.on('open', () => send({ f: 'hello', v: 1, role: 'visitor', actor, token: `secret of ${actor}` }));
socket.on('message', (data) => {
  const frame = JSON.parse(data);
  on[frame.f]?.(frame);
});
socket.on('close', (code) => console.log(`closed: ${code}`));
socket.on('error', ({ message }) => console.error(message));
