import { secureHeaders } from 'hono/secure-headers'

/**
 * The headers of every answer. Nothing inline, nothing evaluated, nothing from elsewhere, never in
 * a frame: text that strangers sent over the network stays text even if it should ever reach a page
 * unescaped. The server speaks plain HTTP, so it does not ask browsers for TLS.
 */
export const setSecurityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], geolocation: [], microphone: [], usb: [] },
})
