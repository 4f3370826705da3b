-- Notes how far a channel is in Postgres, removes events whose content is gone, and trims the
-- tail, never above that watermark.
-- KEYS 1 channel 2 tail
-- ARGV 1 persisted seq 2 events that the tail keeps 3 ... seqs that become void
local c = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'persisted', 'floor')
if not c[1] then return false end
local seq, persisted, floor = tonumber(c[2]), tonumber(c[3]), tonumber(c[4])
local now = math.min(tonumber(ARGV[1]), seq)
if now > persisted then
  persisted = now
  redis.call('HSET', KEYS[1], 'persisted', string.format('%d', now))
end
for i = 3, #ARGV do
  if tonumber(ARGV[i]) <= persisted then redis.call('XDEL', KEYS[2], c[1] .. '-' .. ARGV[i]) end
end
local keep = math.min(persisted, seq - ARGV[2]) + 1
if keep > floor then
  keep = string.format('%d', keep)
  redis.call('XTRIM', KEYS[2], 'MINID', '=', c[1] .. '-' .. keep)
  redis.call('HSET', KEYS[1], 'floor', keep)
end
return persisted
