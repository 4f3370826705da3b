-- Whether a partition's log has a consumer group of this name.
-- KEYS 1 partition log   ARGV 1 the group's name
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  for i = 1, #group, 2 do
    if group[i] == 'name' and group[i + 1] == ARGV[1] then return 1 end
  end
end
return 0
