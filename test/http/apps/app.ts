import type { Logger } from 'pino';

/** One application, written for each framework as its users write it. */
export interface App {
  readonly name: string;
  /** How the route of an order is written in the framework: `/orders/:id`, `/orders/{id}`. */
  readonly orderRoute: string | undefined;
  readonly resetRoute: string | undefined;
  /** Whether the connection is followed to its end. */
  readonly followsConnection: boolean;
  /** Whether the framework parses bodies, and so knows whose mistake a malformed one is. */
  readonly parsesBodies: boolean;
  start(logger: Logger): Promise<Running>;
}

export interface Running {
  readonly origin: string;
  stop(): Promise<void>;
}
