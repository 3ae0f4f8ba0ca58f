import type { Msg, NatsConnection } from 'nats';

/** How a request ends without an answer. */
export type RequestEnd = 'no_responder' | 'refused' | 'timed_out' | 'disconnected';

/**
 * Asks once and waits for one answer on a subject of the caller's choice, which the client library's own `request` with
 * its single inbox cannot, and which tells at once when the connection ends.
 */
export function requestAnswer(
  connection: NatsConnection,
  subject: string,
  body: string,
  options: { readonly reply: string; readonly timeout_ms: number },
): Promise<Msg | RequestEnd> {
  return new Promise((resolve) => {
    const subscription = connection.subscribe(options.reply, {
      max: 1,
      timeout: options.timeout_ms,
      callback: (error, message) => {
        if (error === null) resolve(message.headers?.code === 503 ? 'no_responder' : message);
        else resolve(error.code === 'PERMISSIONS_VIOLATION' ? 'refused' : 'timed_out');
        if (error !== null) subscription.unsubscribe();
      },
    });
    // By this property the library finds whom a refused publish belongs to.
    Object.assign(subscription, { requestSubject: subject });
    void subscription.closed.then(() => resolve('disconnected'));
    connection.publish(subject, body, { reply: options.reply });
  });
}
