/**
 * How much of documents an instance holds in memory at once: sixteen deliveries may work at a time, and one document may have a
 * hundred megabytes. Those that find no room wait, in the order in which they came; small ones hardly ever do.
 */

/** More than this is held of one document alone. */
const roomBytes = 8_000_000;

/** One delivery's share. */
export interface Share {
  /** Waits until there is room for so many bytes; what the delivery had before is given back first. */
  take(bytes: number): Promise<void>;
  giveBack(): void;
}

export interface Room {
  /** With nothing in it yet. Whoever has one gives it back. */
  share(): Share;
}

/** All of it free. */
export function createRoom(): Room {
  let heldBytes = 0;
  let waiting: { bytes: number; enter: () => void }[] = [];

  function letIn(): void {
    for (const { bytes, enter } of waiting) {
      if (heldBytes > 0 && heldBytes + bytes > roomBytes) break;
      waiting = waiting.slice(1);
      heldBytes += bytes;
      enter();
    }
  }

  return {
    share() {
      let ownBytes = 0;
      const giveBack = (): void => {
        heldBytes -= ownBytes;
        ownBytes = 0;
        letIn();
      };
      return {
        giveBack,
        async take(bytes) {
          giveBack();
          await new Promise<void>((goOn) => {
            const enter = () => {
              ownBytes = bytes;
              goOn();
            };
            waiting.push({ bytes, enter });
            letIn();
          });
        },
      };
    },
  };
}
