-- Notes what was revoked, each a little after the last, and tells it.
-- KEYS 1 revoked 2 topic
-- ARGV 1 how long it is kept, µs 2 ... what
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[1]))
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] and tonumber(last[2]) >= now then now = tonumber(last[2]) + 1 end
for i = 2, #ARGV do
  local at = string.format('%.0f', now + i - 2)
  redis.call('ZADD', KEYS[1], at, ARGV[i])
  redis.call('SPUBLISH', KEYS[2], at .. ' ' .. ARGV[i])
end
return #ARGV - 1
