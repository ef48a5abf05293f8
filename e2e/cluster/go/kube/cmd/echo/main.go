// Command echo is the smallest program that shows whether a cluster works. It serves its host name on port 8080,
// one line of log for each request; called as "echo get URL..." it prints what those addresses answer.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == "get" {
		get(os.Args[2:])
		return
	}
	name, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Printf("served %s\n", r.URL.Path)
		fmt.Fprintln(w, name)
	})
	fmt.Println("listening on 8080")
	fmt.Println(http.ListenAndServe(":8080", nil))
	os.Exit(1)
}

func get(urls []string) {
	client := &http.Client{Timeout: 5 * time.Second}
	for _, url := range urls {
		response, err := client.Get(url)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		io.Copy(os.Stdout, response.Body)
		response.Body.Close()
	}
}
