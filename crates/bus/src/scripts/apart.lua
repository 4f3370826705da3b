-- Notes that two people are kept apart, or no longer, each a little after the last.
-- KEYS 1 notes
-- ARGV 1 how long one is kept, µs 2 the two people 3 '1' apart, '0' no longer
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[1]))
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] and tonumber(last[2]) >= now then now = tonumber(last[2]) + 1 end
local at = string.format('%.0f', now)
redis.call('ZREM', KEYS[1], ARGV[2] .. ' ' .. (1 - ARGV[3]))
redis.call('ZADD', KEYS[1], at, ARGV[2] .. ' ' .. ARGV[3])
return at
