-- Gives a cold channel its counters. Fenced like append.lua.
-- KEYS 1 inc 2 channel 3 tail
-- ARGV 1 epoch 2 base 3 seq 4 message_no 5 mver 6 '1' when closed
if redis.call('GET', KEYS[1]) ~= INC then return 'STALE' end
if redis.call('HEXISTS', KEYS[2], 'seq') == 1 then return 'WARM' end
-- A tail that goes further than Postgres means that the counters were lost, not evicted.
local last = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)
if last[1] and tonumber(string.match(last[1][1], '%-(%d+)$')) > tonumber(ARGV[3]) then
  return 'STALE'
end
redis.call('HSET', KEYS[2], 'epoch', ARGV[1], 'base', ARGV[2], 'seq', ARGV[3], 'no', ARGV[4],
  'persisted', ARGV[3], 'mver', ARGV[5], 'floor', string.format('%d', ARGV[3] + 1))
if ARGV[6] == '1' then redis.call('HSET', KEYS[2], 'closed', '1') end
return 'SEEDED'
