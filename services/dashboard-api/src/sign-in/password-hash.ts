import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import PQueue from 'p-queue';

/** argon2id, 64 MiB, 3 passes, 1 lane: some 70 ms on a small machine, and far above OWASP's floor of 19 MiB, 2 passes. */
const ARGON2 = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;
/** argon2id is the package's default algorithm; its const enum cannot be imported under isolatedModules. */
const ARGON2ID = 2;
/** Two at once: 128 MiB at most, and cores left for everyone else. */
const CONCURRENCY = 2;
/** Some two seconds of work. More waiting than that is an attack or an outage; the caller is told to come back. */
const QUEUE_MAX = 32;

/** Hashes and checks passwords, a bounded number at a time. */
export class PasswordHasher {
  readonly #queue = new PQueue({ concurrency: CONCURRENCY });
  #decoy: Promise<string> | undefined;
  #checks = 0;

  /** Password checks done, real or decoy: the work that an unknown user must cost too. */
  get checks(): number {
    return this.#checks;
  }

  busy(): boolean {
    return this.#queue.size >= QUEUE_MAX;
  }

  async hash(password: string): Promise<string> {
    return await this.#queue.add(() => hash(password, ARGON2));
  }

  /** Checks against a stored hash; null (no such operator) costs the same and is always false. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await this.#readDecoy());
    return await this.#queue.add(async () => {
      this.#checks += 1;
      const matches = await verify(against, password);
      return stored !== null && matches;
    });
  }

  /** Whether a stored hash was made with other parameters than today's. */
  outdated(stored: string): boolean {
    const made = parseOptions(stored);
    return (
      made.algorithm !== ARGON2ID ||
      made.memoryCost !== ARGON2.memoryCost ||
      made.timeCost !== ARGON2.timeCost ||
      made.parallelism !== ARGON2.parallelism
    );
  }

  /** Made before the first sign-in can arrive, so that the first unknown user is not told apart by a second hash. */
  async prepare(): Promise<void> {
    await this.#readDecoy();
  }

  #readDecoy(): Promise<string> {
    this.#decoy ??= this.hash(randomBytes(32).toString('base64url'));
    return this.#decoy;
  }
}
