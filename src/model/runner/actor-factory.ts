// Makes the actors of a workload: visitor i and agent j, each with plan, device and path, client and person.
import { AgentPerson, type AgentSurroundings } from '../actors/agent.ts';
import { DeviceAndPath, type ActorContext } from '../actors/device-and-path.ts';
import { rangeOf, type Lines } from '../actors/settings.ts';
import { VisitorPerson } from '../actors/visitor.ts';
import { owner } from '../core/draw.ts';
import type { Micros } from '../core/time.ts';
import { visitorPlan, visitorSecret } from '../population/plan.ts';
import type { Persona, Workload } from '../population/workload.ts';
import type { Client, Identity } from '../ports/client.ts';
import { agentId, visitorId } from '../rows/ids.ts';
import { Recorder } from '../rows/recorder.ts';
import type { AgentPlan, VisitorPlan } from '../rows/rows.ts';
import { ReferenceClient } from '../targets/reference/client.ts';

export interface ActorOptions {
  readonly workload: Workload;
  readonly lines: Lines;
  /** Tokens of the agents by id. */
  readonly agentTokens: Readonly<Record<string, string>>;
}

/** Somebody who may still do something. */
export interface Actor {
  readonly plan: VisitorPlan | AgentPlan;
  readonly device: DeviceAndPath;
  readonly client: Client;
  readonly recorder: Recorder;
  readonly person: VisitorPerson | AgentPerson;
}

/** Makes actors and starts none: an actor begins when the caller lets its person arrive. */
export class ActorFactory {
  readonly #o: ActorOptions;
  readonly #context: ActorContext;
  readonly #desk: AgentSurroundings;

  constructor(options: ActorOptions, context: ActorContext) {
    this.#o = options;
    this.#context = context;
    const { workload, lines } = options;
    const [from, to] = rangeOf(lines, 'visitor/thanks');
    const thanks = new Set(Array.from({ length: to - from }, (_, i) => lines.at(from + i)));
    this.#desk = { seed: workload.seed, settings: workload.agents.settings, timers: context.timers, lines, thanks };
  }

  /** @param at when the visitor arrives */
  visitor(i: number, at: Micros): Actor {
    const { workload, lines } = this.#o;
    const plan = visitorPlan(workload, lines.sets, i, at);
    const id = visitorId(i);
    const things = this.#thingsOf(id);
    const manners = workload.personas.find(({ name }) => name === plan.persona) as Persona;
    const person = new VisitorPerson(plan, manners, things.device, this.#context.timers, lines);
    return withClient(things, person, plan, {
      role: 'visitor',
      token: visitorSecret(workload.seed, id),
      channel: plan.channel,
    });
  }

  agent(j: number, plan: AgentPlan): Actor {
    const id = agentId(j);
    const things = this.#thingsOf(id);
    const person = new AgentPerson(this.#desk, plan, things.device);
    return withClient(things, person, plan, { role: 'agent', token: this.#o.agentTokens[id] ?? '' });
  }

  #thingsOf(id: string): Pick<Actor, 'device' | 'recorder'> {
    const recorder = new Recorder(id, this.#context.runtime.record);
    return { device: new DeviceAndPath(this.#context, id, owner(this.#o.workload.seed, id), recorder), recorder };
  }
}

function withClient(
  { device, recorder }: Pick<Actor, 'device' | 'recorder'>,
  person: Actor['person'],
  plan: Actor['plan'],
  identity: Identity,
): Actor {
  const client = new ReferenceClient(device, person, identity);
  device.attach(client, person);
  return { plan, device, client, recorder, person };
}
