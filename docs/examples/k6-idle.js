// A k6 script as one writes it for a chat: connect, say hello, wait while the customer thinks, ask again, check that all went well.
//   k6 run -e URL=ws://127.0.0.1:8080 k6-idle.js
import { check } from 'k6';
import { Counter, Rate } from 'k6/metrics';
import { WebSocket } from 'k6/websockets';

const sent = new Counter('messages_sent');
const answered = new Rate('answered');

export const options = {
  vus: 5,
  iterations: 5,
  thresholds: { checks: ['rate==1'], messages_sent: ['count>=10'], answered: ['rate==1'] },
};

export default function () {
  const socket = new WebSocket(__ENV.URL);
  let acks = 0;
  const say = (text) => {
    socket.send(text);
    sent.add(1);
  };
  socket.addEventListener('open', () => {
    say('hello');
    setTimeout(() => say('are you still there?'), 1000);
    setTimeout(() => socket.close(), 1500);
  });
  socket.addEventListener('message', ({ data }) => {
    if (data === 'ack') acks += 1;
    if (data.startsWith('agent:')) answered.add(true);
  });
  socket.addEventListener('close', () => check(acks, { 'both messages acknowledged': (n) => n === 2 }));
}
