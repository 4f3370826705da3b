-- Notes that a worker lives, forgets those not heard for long, and counts the rest.
-- KEYS 1 members ARGV 1 worker 2 how long one counts, ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
return redis.call('ZCARD', KEYS[1])
