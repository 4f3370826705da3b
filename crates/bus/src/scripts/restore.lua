-- Puts what recovery found of one channel in place of what Redis holds of it. Only while the
-- partition's gate is closed for this incarnation.
-- KEYS 1 inc 2 channel 3 tail 4 the tail that recovery built, or nothing there 5 heads
-- ARGV 1 what `inc` must hold 2 epoch 3 base 4 seq 5 message_no 6 persisted 7 mver 8 floor
--      9 '1' when closed 10 psn of the last event 11 channel id
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'STALE' end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'epoch', ARGV[2], 'base', ARGV[3], 'seq', ARGV[4], 'no', ARGV[5],
  'persisted', ARGV[6], 'mver', ARGV[7], 'floor', ARGV[8])
if ARGV[9] == '1' then redis.call('HSET', KEYS[2], 'closed', '1') end
if redis.call('EXISTS', KEYS[4]) == 1 then
  redis.call('RENAME', KEYS[4], KEYS[3])
else
  redis.call('DEL', KEYS[3])
end
redis.call('ZADD', KEYS[5], ARGV[10], ARGV[11])
return 'RESTORED'
