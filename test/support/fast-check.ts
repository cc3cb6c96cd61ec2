/** Property tests try the same inputs in every run; FC_SEED tries others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) })
