/** The shared suite over HTTP; over the gateway it runs with all the other front ends. */
import { describeAdapter } from '../../support/adapter-suite.ts'
import { harnessOver } from './harness.ts'

describeAdapter('discord', harnessOver('http'))
