/** What the databases complain of, as a cause and a mend. No value from a row, no address, no password. */
import { StoreError } from './store.ts'

interface Fault {
  cause: string
  mend: string
}

/** Primary result codes: https://www.sqlite.org/rescode.html */
const SQLITE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
}

/** An error of Node's `node:sqlite`, or of making its folder. */
export function sqliteFault(error: unknown, dataDir: string): StoreError {
  if (error instanceof StoreError) return error
  const { errcode, code } = error as { errcode?: number; code?: string }
  // The low byte of an extended result code is the primary one.
  const found = sqliteCause(errcode === undefined ? undefined : errcode & 0xff, code, dataDir)
  return toStoreError(error, found ?? unknown(error, `the SQLite database in ${dataDir}`))
}

function sqliteCause(
  result: number | undefined,
  code: string | undefined,
  dataDir: string,
): Fault | undefined {
  if (result === SQLITE.full || code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      cause: `The disk that holds ${dataDir} is full.`,
      mend: 'Free space on it, or make the volume larger. Nothing that was acknowledged is lost.',
    }
  }
  if (result === SQLITE.readOnly || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return {
      cause: `The data folder ${dataDir} cannot be written to.`,
      mend: 'Make it writable for the user that runs the bot, or name another folder in DATA_DIR.',
    }
  }
  if (result === SQLITE.cantOpen || code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENOENT') {
    return {
      cause: `The database file in the data folder ${dataDir} cannot be opened or made.`,
      mend: 'See that it is a folder and writable for the user that runs the bot, or name another one in DATA_DIR.',
    }
  }
  if (result === SQLITE.corrupt || result === SQLITE.notADatabase) {
    return {
      cause: `The file mailsherpa.sqlite in ${dataDir} is damaged, or no SQLite database.`,
      mend: 'Stop the bot and put a backup in its place; or move the file away to begin with an empty one.',
    }
  }
  if (result === SQLITE.busy || result === SQLITE.locked) {
    return {
      cause: `Another program keeps the database in ${dataDir} locked.`,
      mend: 'Let it finish, or end it. Over SQLite only one bot runs at a time; for several, set DATABASE_URL.',
    }
  }
  if (result === SQLITE.ioError) {
    return {
      cause: `The disk that holds ${dataDir} reported an error.`,
      mend: 'Look at the disk and its free space. If it is sound, start the bot again.',
    }
  }
  return undefined
}

const STATE_OF_SERVER =
  'See that the server of DATABASE_URL runs and can be reached from here. The bot connects again by itself.'

/** SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html, and the codes of Node's sockets. */
const POSTGRES: Record<string, Fault> = {
  ECONNREFUSED: { cause: 'PostgreSQL refuses connections.', mend: STATE_OF_SERVER },
  ECONNRESET: { cause: 'PostgreSQL closed the connection.', mend: STATE_OF_SERVER },
  EPIPE: { cause: 'PostgreSQL closed the connection.', mend: STATE_OF_SERVER },
  ETIMEDOUT: { cause: 'PostgreSQL does not answer.', mend: STATE_OF_SERVER },
  EHOSTUNREACH: { cause: 'The host of PostgreSQL cannot be reached.', mend: STATE_OF_SERVER },
  ENETUNREACH: { cause: 'The network of PostgreSQL cannot be reached.', mend: STATE_OF_SERVER },
  ENOTFOUND: {
    cause: 'The host name of PostgreSQL is not known.',
    mend: 'Correct the host in DATABASE_URL, or the name service of this machine.',
  },
  EAI_AGAIN: {
    cause: 'The name service does not answer for the host name of PostgreSQL.',
    mend: 'See to the name service of this machine. The bot connects again by itself.',
  },
  '57P01': { cause: 'PostgreSQL was shut down.', mend: STATE_OF_SERVER },
  '57P02': { cause: 'PostgreSQL crashed.', mend: STATE_OF_SERVER },
  '57P03': { cause: 'PostgreSQL is starting or stopping.', mend: 'Wait. The bot connects again by itself.' },
  '57014': {
    cause: 'PostgreSQL took too long and the statement was given up.',
    mend: 'Look at the load and the locks of the database. Nothing was written.',
  },
  '55P03': {
    cause: 'PostgreSQL did not get a lock in time.',
    mend: 'Look for another session that holds locks in the database. Nothing was written.',
  },
  '53100': { cause: 'The disk of PostgreSQL is full.', mend: 'Free space on it, or make it larger.' },
  '53200': { cause: 'PostgreSQL is out of memory.', mend: 'Give it more, or fewer connections.' },
  '53300': {
    cause: 'PostgreSQL takes no more connections.',
    mend: 'Raise its max_connections, put a pooler before it, or run fewer instances (10 connections each).',
  },
  '28P01': {
    cause: 'PostgreSQL refuses the password.',
    mend: 'Correct the user and the password in DATABASE_URL.',
  },
  '28000': {
    cause: 'PostgreSQL does not let this user in.',
    mend: 'Correct the user in DATABASE_URL, or allow it in pg_hba.conf.',
  },
  '3D000': {
    cause: 'The database named in DATABASE_URL does not exist.',
    mend: 'Create it with createdb, or correct the name.',
  },
  '42501': {
    cause: 'The user of DATABASE_URL lacks a right.',
    mend: 'Make it the owner of the database: ALTER DATABASE ... OWNER TO ....',
  },
  '25006': {
    cause: 'PostgreSQL only lets this connection read.',
    mend: 'Let DATABASE_URL name the primary server, not a replica.',
  },
}

/** What `pg` and `pg-pool` only tell in words. */
const POSTGRES_WORDS: [RegExp, Fault][] = [
  [
    /timeout exceeded when trying to connect/,
    {
      cause: 'No connection to PostgreSQL became free in time.',
      mend: 'Look at the load and at slow statements of the database.',
    },
  ],
  [/connection timeout|read timeout|timeout expired/i, POSTGRES.ETIMEDOUT!],
  [/connection terminated|connection ended|not queryable|socket/i, POSTGRES.ECONNRESET!],
  [
    /does not support SSL/,
    {
      cause: 'PostgreSQL does not speak TLS, and DATABASE_URL asks for it.',
      mend: 'Switch TLS on in the server, or take sslmode out of DATABASE_URL.',
    },
  ],
  [
    /certificate/i,
    {
      cause: 'The TLS certificate of PostgreSQL is not trusted.',
      mend: 'Name the certificate authority with sslrootcert in DATABASE_URL.',
    },
  ],
]

/** An error of `pg`, its pool or the socket below. */
export function postgresFault(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const { code, message } = error as { code?: string; message?: string }
  const found =
    (code === undefined ? undefined : POSTGRES[code]) ??
    // Class 08: connection exceptions.
    (code?.startsWith('08') ? POSTGRES.ECONNRESET : undefined) ??
    POSTGRES_WORDS.find(([words]) => words.test(message ?? ''))?.[1]
  return toStoreError(error, found ?? unknown(error, 'PostgreSQL'))
}

function unknown(error: unknown, where: string): Fault {
  const { code, errcode } = error as { code?: string; errcode?: number }
  return {
    cause: `Something unforeseen happened in ${where}: ${errcode ?? code ?? (error as Error)?.name ?? 'error'}.`,
    mend: 'The cause of this error tells more. If it comes again, report it with that.',
  }
}

/** `pg` keeps values of the row in `detail` and `where`, which must not reach a log: the message alone is kept. */
function toStoreError(error: unknown, { cause, mend }: Fault): StoreError {
  const { message, stack } = error as Error
  const plain = new Error(message)
  if (stack) plain.stack = stack
  return new StoreError(cause, mend, { cause: plain })
}
