import { config } from 'zod'

// The page's content security policy forbids `new Function`, which zod would try. Imported before anything that has a schema.
config({ jitless: true })
