# Sends a message of its own and reads it back. mqadmin ends with 0 even when it fails, so only its words count.
mqadmin() {
  java -Xms64m -Xmx256m -XX:-UsePerfData -Duser.home=/home/rocketmq -cp "$CLASS_PATH" \
    org.apache.rocketmq.tools.command.MQAdminStartup "$@" 2>&1
}
topic=rmq-smoke-test
id="smoke-$POD_UID"
sent=no
deadline=$(($(date +%s) + TIMEOUT))
while :; do
  if [ "$sent" = no ]; then
    mqadmin updateTopic -n "$NAMESRV_ADDR" -c "$CLUSTER_NAME" -t "$topic" -r 1 -w 1 > /tmp/topic
    mqadmin sendMessage -n "$NAMESRV_ADDR" -t "$topic" -k "$id" -p "$id" > /tmp/sent
    grep -q SEND_OK /tmp/sent && sent=yes && echo "sent $id"
  fi
  if [ "$sent" = yes ]; then
    mqadmin queryMsgByKey -n "$NAMESRV_ADDR" -t "$topic" -k "$id" > /tmp/read
    grep -q "$id" /tmp/read && echo "read $id back" && exit 0
  fi
  [ "$(date +%s)" -lt "$deadline" ] || break
  sleep 3
done
echo "FAILED: sent=$sent"
cat /tmp/topic /tmp/sent /tmp/read 2>/dev/null
exit 1
