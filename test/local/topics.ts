/** The topics of one machine, each with a push subscription, and dead letters as in production but sooner. */

/** Topic ids. */
export const topics = {
  banqup: 'banqup-messages',
  own: 'own-messages',
  deadLetters: 'dead-letters',
  notices: 'notices',
};

export type TopicName = keyof typeof topics;

/** The fewest that Pub/Sub takes: with the pauses between them a quarter of a minute. */
const maxDeliveryAttempts = 5;

/** Makes them at http://host:port; a push's path names the topic, which is how the function tells them apart. */
export async function createTopics(
  url: string,
  project: string,
  endpointOf: (topic: TopicName) => string,
): Promise<void> {
  const put = async (path: string, body: object) => {
    const answer = await fetch(`${url}/v1/projects/${project}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Pub/Sub refuses ${path}: ${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  };
  const names = Object.keys(topics) as TopicName[];
  const fullName = (name: TopicName) => `projects/${project}/topics/${topics[name]}`;
  for (const name of names) await put(`topics/${topics[name]}`, {});
  for (const name of names) {
    const givesUp = name === 'banqup' || name === 'own';
    await put(`subscriptions/${topics[name]}`, {
      topic: fullName(name),
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: '1s', maximumBackoff: '10s' },
      pushConfig: { pushEndpoint: endpointOf(name) },
      ...(givesUp && { deadLetterPolicy: { deadLetterTopic: fullName('deadLetters'), maxDeliveryAttempts } }),
    });
  }
}
