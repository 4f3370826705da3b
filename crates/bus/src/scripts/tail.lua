-- A channel's counters and a stretch of its tail, as of one instant. Writes nothing.
-- KEYS 1 channel 2 tail
-- ARGV 1 which: 'after' N, 'before' N, 'newest', 'unpersisted', 'view' 2 N 3 at most so many
local c = redis.call('HMGET', KEYS[1], 'epoch', 'base', 'seq', 'no', 'persisted', 'mver', 'floor', 'closed')
if not c[1] then return false end
local function at(seq) return c[1] .. '-' .. string.format('%d', seq) end
local which, limit = ARGV[1], ARGV[3]
local events
if which == 'after' then
  events = redis.call('XRANGE', KEYS[2], at(ARGV[2] + 1), '+', 'COUNT', limit)
elseif which == 'unpersisted' then
  events = redis.call('XRANGE', KEYS[2], at(c[5] + 1), '+', 'COUNT', limit)
elseif which == 'before' then
  if tonumber(ARGV[2]) < 2 then events = {} else
    events = redis.call('XREVRANGE', KEYS[2], at(ARGV[2] - 1), '-', 'COUNT', limit)
  end
elseif which == 'newest' then
  events = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', limit)
else
  local first = math.min(c[5] + 1, c[3] - limit + 1)
  if first < 1 then first = 1 end
  events = redis.call('XRANGE', KEYS[2], at(first), '+')
end
return {c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8] or '', events}
