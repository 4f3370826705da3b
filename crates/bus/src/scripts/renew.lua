-- Prolongs a lease that is still one's own.
-- KEYS 1 lease ARGV 1 token 2 lifetime, ms
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
