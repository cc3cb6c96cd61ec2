/** Makes a report in a thread of its own: grouping a busy month takes a second or two, in which others are served. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { makeReport, type Report, type ReportRequest } from './report.ts'

/** Like `makeReport`, without keeping the event loop. Rejects when the thread fails. */
export function makeReportAside(request: ReportRequest): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: request })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

if (!isMainThread && parentPort) parentPort.postMessage(makeReport(workerData as ReportRequest))
