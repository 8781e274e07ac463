import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import type { CaptureContext } from '../capture-context.ts'

const captureInterface = z
  .object({
    name: z.string(),
    addresses: z.array(z.string()),
    is_up: z.boolean(),
    is_loopback: z.boolean(),
    may_capture: z.boolean(),
    reason: z.string().optional(),
    fix: z.string().optional(),
  })
  .openapi('Interface')

const interfaceList = z.object({ interfaces: z.array(captureInterface) }).openapi('Interfaces', {
  example: {
    interfaces: [
      {
        name: 'eth0',
        addresses: ['192.0.2.10'],
        is_up: true,
        is_loopback: false,
        may_capture: false,
        reason: 'this user may not capture packets',
        fix: 'Allow it for tcpdump alone: sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/tcpdump',
      },
    ],
  },
})

const getInterfaces = createRoute({
  method: 'get',
  path: '/interfaces',
  summary: 'The network interfaces, and whether each can be captured on',
  responses: {
    200: jsonResponse(interfaceList, 'In order of name'),
  },
})

export function interfaceRoutes({ interfaces }: CaptureContext) {
  return createRouter().openapi(getInterfaces, async (c) =>
    c.json({ interfaces: await interfaces.list() }, 200),
  )
}
