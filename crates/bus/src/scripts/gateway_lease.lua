-- A gateway's lease in one shard of presence.
-- KEYS 1 leases
-- ARGV 1 'open', 'renew' or 'end' 2 gateway 3 lifetime, ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[1] == 'renew' then
  local lease = redis.call('ZSCORE', KEYS[1], ARGV[2])
  if not lease or tonumber(lease) < now then return 0 end
end
if ARGV[1] == 'end' then
  redis.call('ZADD', KEYS[1], 'XX', 0, ARGV[2])
else
  redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
end
return 1
