// Knows: how work on one thing is done one after the other.
// Refuses to know: what the work is.

export interface Queue {
  <T>(work: () => Promise<T>): Promise<T>;
}

/** Each piece of work begins when the one before it has ended, well or not. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** One queue per name. */
export function createQueues(): (name: string) => Queue {
  const queues = new Map<string, Queue>();
  return (name) => {
    const queue = queues.get(name) ?? createQueue();
    queues.set(name, queue);
    return queue;
  };
}
